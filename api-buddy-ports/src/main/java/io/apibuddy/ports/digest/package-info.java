/** Message digests, used for cache keys, fingerprints and file names. */
@NullMarked
package io.apibuddy.ports.digest;

import org.jspecify.annotations.NullMarked;
