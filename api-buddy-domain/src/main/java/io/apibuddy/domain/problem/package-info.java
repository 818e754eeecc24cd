/** What is answered in place of an upstream: problem details of RFC 9457, one for each reason. */
@NullMarked
package io.apibuddy.domain.problem;

import org.jspecify.annotations.NullMarked;
