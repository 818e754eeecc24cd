/**
 * From a configuration file, the environment and explicit values to checked records. {@link
 * io.apibuddy.bootstrap.config.Schema} lists every key once; reader, checks, variable names and
 * hints follow from it.
 */
@NullMarked
package io.apibuddy.bootstrap.config;

import org.jspecify.annotations.NullMarked;
