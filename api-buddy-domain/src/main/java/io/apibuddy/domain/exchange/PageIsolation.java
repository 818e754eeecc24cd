package io.apibuddy.domain.exchange;

import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.MediaType;
import io.apibuddy.ports.http.ResponseHead;
import org.jspecify.annotations.Nullable;

/**
 * Keeps pages of upstreams from acting as pages of the proxy. A browser takes all mappings and the
 * admin resources for one origin, so a script in one upstream's page could use the credentials
 * injected for another, read what is stored and change the configuration. A sandbox (Content
 * Security Policy Level 3, section 6.3.3) gives the page an origin of its own and forbids scripts.
 * Programs ignore it.
 */
final class PageIsolation {
  private static final String FIELD = "Content-Security-Policy";
  private static final String SANDBOX = "sandbox";

  private PageIsolation() {}

  /**
   * Adds a sandbox to the fields of a mapping's answer if that may become a page, in addition to
   * any policy that the answer brings.
   */
  static void add(ResponseHead answer, Headers.Builder fields) {
    boolean withContent = answer.status() != 204 && answer.status() != 304;
    if (withContent && mayBecomePage(answer.headers().joined("Content-Type"))) {
      fields.add(FIELD, SANDBOX);
    }
  }

  /**
   * Returns whether browsers may render the type as a document with scripts: HTML, XML, multipart,
   * and, since they sniff it, content with no type or several (MIME Sniffing Standard, section 7).
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

  /** Returns whether the text is a type, a slash and a subtype. */
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
