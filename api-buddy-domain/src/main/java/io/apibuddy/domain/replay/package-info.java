/** What a person is told of a request that nothing stored answers: what comes nearest to it. */
@NullMarked
package io.apibuddy.domain.replay;

import org.jspecify.annotations.NullMarked;
