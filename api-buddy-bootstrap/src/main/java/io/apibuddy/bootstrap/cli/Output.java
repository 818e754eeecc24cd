package io.apibuddy.bootstrap.cli;

/** How a command prints what it found; names are written in lower case. */
enum Output {
  /** For people. */
  text,
  /** For programs: the proxy's own answer. */
  json
}
