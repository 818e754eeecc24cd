package io.apibuddy.domain.config;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides which header fields a mapping may add to its requests. */
public final class InjectedFields {

  /** Names, in lower case, of fields meant for one connection only (RFC 9110 section 7.6.1). */
  public static final Set<String> HOP_BY_HOP =
      Set.of(
          "connection",
          "keep-alive",
          "proxy-connection",
          "proxy-authenticate",
          "proxy-authorization",
          "proxy-authentication-info",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "http2-settings");

  private static final Set<String> WRITTEN_BY_THE_PROXY =
      Set.of("host", "content-length", "expect", "accept-encoding", "via");

  private InjectedFields() {}

  /**
   * Returns why a field cannot be injected and what to do about it; null if it can. The value is
   * not in the text.
   *
   * @param name the field's name, a token
   */
  public static @Nullable String violation(String name, String value) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (HOP_BY_HOP.contains(lower) || WRITTEN_BY_THE_PROXY.contains(lower)) {
      return "the proxy writes this field itself; remove it";
    }
    if (lower.equals("range") || lower.startsWith("if-")) {
      return "would make every response partial or conditional; remove it";
    }
    if (lower.startsWith("x-api-buddy-")) {
      return "is read by the proxy and never sent; remove it";
    }
    if (value.isEmpty()) {
      return "has no value";
    }
    if (!value.strip().equals(value)) {
      return "its value begins or ends with white space or a line break; remove it";
    }
    return value.chars().allMatch(InjectedFields::isSendable)
        ? null
        : "its value contains a line break, a control character or one outside ISO-8859-1;"
            + " remove it";
  }

  private static boolean isSendable(int c) {
    return (c >= ' ' && c != 0x7f && c <= 0xff) || c == '\t';
  }
}
