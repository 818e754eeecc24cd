/** Digests, which keys, fingerprints and names are made of. */
@NullMarked
package io.apibuddy.ports.digest;

import org.jspecify.annotations.NullMarked;
