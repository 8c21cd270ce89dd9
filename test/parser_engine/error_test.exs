defmodule ParserEngine.ErrorTest do
  use ExUnit.Case, async: true

  alias ParserEngine.Error

  # One reason for each alternative of the type, so that a new one without a sentence fails here.
  defp reasons do
    {:ok, types} = Code.Typespec.fetch_types(Error)
    {:reason, {:type, _, :union, alternatives}, []} = types[:type]
    for alternative <- alternatives, {:ok, reason} <- [example(alternative)], do: reason
  end

  # Anything at all may be a reason, and is then inspected.
  defp example({:type, _, :term, []}), do: :none
  defp example(type), do: {:ok, value(type)}

  defp value({:atom, _, atom}), do: atom
  defp value({:type, _, :tuple, types}), do: types |> Enum.map(&value/1) |> List.to_tuple()
  defp value({:type, _, :atom, []}), do: :some_atom
  defp value({:type, _, :term, []}), do: {:some, "term"}
  defp value({:type, _, :non_neg_integer, []}), do: 71
  defp value({:type, _, :pos_integer, []}), do: 72
  defp value({:remote_type, _, [_module, {:atom, _, :t}, []]}), do: "some text"

  test "every reason has a sentence of its own" do
    reasons = reasons()
    assert length(reasons) > 25
    sentences = Enum.map(reasons, &Error.message/1)
    assert sentences == Enum.uniq(sentences)

    for {reason, sentence} <- Enum.zip(reasons, sentences) do
      refute sentence == inspect(reason)
      assert String.valid?(sentence) and sentence != ""
      if is_tuple(reason), do: assert_told(reason, sentence)
    end
  end

  # All that a reason carries is in its sentence.
  defp assert_told(reason, sentence) do
    [_tag | values] = Tuple.to_list(reason)
    for value <- values, do: assert(sentence =~ text(value), "#{sentence} lacks #{text(value)}")
  end

  defp text(value) when is_binary(value), do: value
  defp text(value) when is_atom(value), do: Atom.to_string(value)
  defp text(value), do: inspect(value)

  test "what is no regular file is called by its kind" do
    for kind <- ~w(directory symlink fifo socket device)a,
        do: assert(Error.message({:not_regular, kind}) == "not a regular file but a #{kind}")

    assert Error.message({:not_regular, :other}) == "not a regular file"
  end

  test "a file without extension is not called a . file" do
    assert Error.message({:unsupported_language, ""}) =~ "without extension"
    assert Error.message({:unsupported_language, "xyz"}) =~ ".xyz files"
  end

  test "an exception says its reason" do
    error = assert_raise Error, fn -> raise Error, :no_repo end
    assert Exception.message(error) == Error.message(:no_repo)
    assert Error.message(error) == Error.message(:no_repo)
    assert Exception.message(%Error{reason: {:foreign, "thing"}}) == ~s({:foreign, "thing"})
  end
end
