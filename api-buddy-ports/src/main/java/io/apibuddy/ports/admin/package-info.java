/**
 * The port for the admin API: what the proxy reports about itself and how it is controlled, below
 * {@code /admin}.
 */
@NullMarked
package io.apibuddy.ports.admin;

import org.jspecify.annotations.NullMarked;
