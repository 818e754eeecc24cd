/** Bounds of memory: shares of the heap, and budgets that several users share. */
@NullMarked
package io.apibuddy.ports.memory;

import org.jspecify.annotations.NullMarked;
