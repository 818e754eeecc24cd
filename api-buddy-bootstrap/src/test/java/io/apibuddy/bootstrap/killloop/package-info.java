/**
 * Kills the product at random moments, and checks what it left behind and what it answers next.
 *
 * <p>{@code scripts/kill-loop} runs it; it is no test class, since it runs for minutes.
 */
@NullMarked
package io.apibuddy.bootstrap.killloop;

import org.jspecify.annotations.NullMarked;
