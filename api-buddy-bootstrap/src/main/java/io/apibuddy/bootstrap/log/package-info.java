/** What observers see, as log lines and counts. */
@NullMarked
package io.apibuddy.bootstrap.log;

import org.jspecify.annotations.NullMarked;
