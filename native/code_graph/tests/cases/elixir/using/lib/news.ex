defmodule Web.News do
  use Web, :feed
end
