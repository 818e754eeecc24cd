/** The embedding API: {@link CachingProxy} runs the proxy inside an application. */
@NullMarked
package io.apibuddy.bootstrap;

import org.jspecify.annotations.NullMarked;
