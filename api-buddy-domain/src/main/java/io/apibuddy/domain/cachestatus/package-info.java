/** What became of a request, and how Cache-Status (RFC 9211) and X-Cache say it. */
@NullMarked
package io.apibuddy.domain.cachestatus;

import org.jspecify.annotations.NullMarked;
