raw(text)  # finding: elixir-raw
text |> raw()  # finding: elixir-raw
Phoenix.HTML.raw("<b>#{name}</b>")  # finding: elixir-raw
raw("<b></b>")  # fine
Phoenix.HTML.raw(@html)  # fine
draw(text)  # fine
