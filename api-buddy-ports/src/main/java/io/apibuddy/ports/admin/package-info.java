/** What the proxy says of itself, and how it is steered, below {@code /admin}. */
@NullMarked
package io.apibuddy.ports.admin;

import org.jspecify.annotations.NullMarked;
