# comment

/* comment
   of lines

*/
/**
  documentation
*/
{ a, # code with comment
  b }: # code
{
  text = ''
    # text, which is code

    /* code */
  '';
  string = "
  # text
  "; /* code */ /* comment behind it */
  /* comment */ # and another
  # comment

}
