package io.apibuddy.domain.exchange;

import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.MediaType;
import io.apibuddy.ports.http.ResponseHead;
import org.jspecify.annotations.Nullable;

/**
 * Keeps pages of upstreams from acting as the proxy's own. To a browser all mappings and the admin
 * resources are one origin: a script in a page of one upstream could spend what is injected for
 * another, read what is stored and change the configuration. In a sandbox (Content Security Policy
 * Level 3, section 6.3.3) a page has an origin of its own and runs no script; programs do not
 * notice.
 */
final class PageIsolation {
  private static final String FIELD = "Content-Security-Policy";
  private static final String SANDBOX = "sandbox";

  private PageIsolation() {}

  /** Adds what a mapping's answer needs, beside a policy that it brings itself. */
  static void add(ResponseHead answer, Headers.Builder fields) {
    boolean withContent = answer.status() != 204 && answer.status() != 304;
    if (withContent && mayBecomePage(answer.headers().joined("Content-Type"))) {
      fields.add(FIELD, SANDBOX);
    }
  }

  /**
   * Returns whether browsers may make a document with scripts of it, as they do of HTML, of all
   * XML, of parts, and of what they have to guess since it names no type, or several (MIME Sniffing
   * Standard, section 7).
   */
  private static boolean mayBecomePage(@Nullable String contentType) {
    if (contentType == null) {
      return true;
    }
    String type = MediaType.of(contentType);
    return contentType.indexOf(',') >= 0
        || !isType(type)
        || type.contains("html")
        || type.contains("xml")
        || type.contains("xsl")
        || type.contains("unknown")
        || type.startsWith("multipart/");
  }

  /** Returns whether it is one word, a slash and another word. */
  private static boolean isType(String lower) {
    int slash = lower.indexOf('/');
    boolean whole = slash > 0 && slash < lower.length() - 1;
    for (int i = 0; whole && i < lower.length(); i++) {
      char c = lower.charAt(i);
      boolean letterOrDigit = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
      whole = i == slash || letterOrDigit || "!#$&^_.+-".indexOf(c) >= 0;
    }
    return whole;
  }
}
