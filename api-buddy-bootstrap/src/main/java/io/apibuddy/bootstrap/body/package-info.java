/** Canonical forms of JSON request bodies, and scratch space for long bodies. */
@NullMarked
package io.apibuddy.bootstrap.body;

import org.jspecify.annotations.NullMarked;
