/** The core as others use it: built with ports of one's own, it answers exchanges. */
@NullMarked
package io.apibuddy.domain;

import org.jspecify.annotations.NullMarked;
