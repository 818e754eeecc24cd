/** What the resources below {@code /admin} say, as JSON; docs/admin-api.md describes them. */
@NullMarked
package io.apibuddy.bootstrap.admin;

import org.jspecify.annotations.NullMarked;
