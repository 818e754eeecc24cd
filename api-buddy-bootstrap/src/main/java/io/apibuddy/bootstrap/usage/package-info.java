/**
 * Inspects the content of answers while they are stored: counts the tokens of language models, and
 * recognizes answers that failed in spite of status 200, jobs that are not done, tokens issued by a
 * login, and links that expire. {@link io.apibuddy.bootstrap.usage.UsageInspector} is the entry
 * point; each other class reads one format or looks for one thing.
 */
@NullMarked
package io.apibuddy.bootstrap.usage;

import org.jspecify.annotations.NullMarked;
