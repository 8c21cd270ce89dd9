const a = (
  <div>
    {/* in braces, so code */}
    {
      // alone in its line
    }
    {/*
      inside

    */}

    // text
    <b
      // among attributes
      title="// no comment"
      /* another */
    />
  </div>
);
