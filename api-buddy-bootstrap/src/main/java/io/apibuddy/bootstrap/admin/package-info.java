/** The admin resources below {@code /admin}; docs/admin-api.md describes them. */
@NullMarked
package io.apibuddy.bootstrap.admin;

import org.jspecify.annotations.NullMarked;
