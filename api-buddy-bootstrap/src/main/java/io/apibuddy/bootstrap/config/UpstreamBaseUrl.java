package io.apibuddy.bootstrap.config;

import io.apibuddy.bootstrap.config.Node.Scalar;
import java.util.List;
import java.util.Objects;

/**
 * An upstream's base URL as it was written in the configuration.
 *
 * @param url the URL; its path may hold a secret
 * @param shown the URL for display: what variables gave to the path is {@code ${NAME}}; scheme,
 *     host and port are no secrets
 */
record UpstreamBaseUrl(String url, String shown) {

  UpstreamBaseUrl {
    Objects.requireNonNull(url, "url");
    Objects.requireNonNull(shown, "shown");
  }

  /** Returns a type that accepts any text; {@link MappingAssembler} checks whether it is a URL. */
  static ValueType<UpstreamBaseUrl> type(String expected) {
    ValueType<String> text = TextTypes.text(expected);
    return ValueType.of(
            expected,
            node ->
                text.read(node) != null && node instanceof Scalar scalar
                    ? of(scalar.text(), scalar.parts())
                    : null)
        .withJsonSchema(text.jsonSchema())
        .withWriter(UpstreamBaseUrl::shown);
  }

  private static UpstreamBaseUrl of(String url, List<ExpandedText.Part> parts) {
    int authority = url.indexOf("://");
    int slash = authority < 0 ? -1 : url.indexOf('/', authority + "://".length());
    StringBuilder shown = new StringBuilder(url);
    for (int i = parts.size() - 1; i >= 0 && slash >= 0; i--) {
      ExpandedText.Part part = parts.get(i);
      int start = Math.max(part.start(), slash + 1);
      if (start < part.end()) {
        shown.replace(start, part.end(), "${" + part.name() + "}");
      }
    }
    return new UpstreamBaseUrl(url, shown.toString());
  }

  /** Returns the URL for display. */
  @Override
  public String toString() {
    return shown;
  }
}
