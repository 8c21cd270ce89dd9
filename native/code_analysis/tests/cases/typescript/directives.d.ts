/* A licence
   in two lines. */
/// <reference types="vite/client" />

// An ordinary comment.
/// <reference no-default-lib="true" path = './globals.d.ts'/>
/// <reference lib="dom" />
/// Documentation of "path".
export {};
/// <reference path="./too-late.d.ts" />
