defmodule Heredocs do
  @moduledoc ~s'''
  Documentation
  '''

  @text """
  not documentation

  # not a comment
  """

  @typedoc """
  Of a type.
  """
  @type t :: atom

  def a, do: @text
  def b, do: ~r/#{1} # no/x # trailing
  def c do
    "
    # in a string
    "
  end
end
