/**
 * Reads the configuration file, the environment and explicit values into checked records. {@link
 * io.apibuddy.bootstrap.config.Schema} declares every key once; parsing, checks, variable names and
 * hints are derived from it.
 */
@NullMarked
package io.apibuddy.bootstrap.config;

import org.jspecify.annotations.NullMarked;
