package io.apibuddy.domain.routing;

import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Resolves references in upstreams' answers (RFC 3986 section 5.2) as they are written, even with
 * characters that a URI must not contain, since clients send them all the same.
 */
public final class UpstreamReference {
  private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:.*");

  private UpstreamReference() {}

  /** Returns whether a reference begins with a scheme. */
  static boolean hasScheme(String reference) {
    return SCHEME.matcher(reference).matches();
  }

  /**
   * Returns the absolute form of a reference, with the origin in the form of {@link Route#origin}
   * and with its dot segments.
   *
   * @param requested the target of the answered request, to which the reference is relative
   * @return null if the reference leads to nothing that can be requested by HTTP
   */
  static @Nullable String absolute(String reference, RoutedTarget requested) {
    URI origin = requested.route().origin();
    RequestTarget base = requested.upstream();
    if (reference.startsWith("//")) {
      return canonical(origin.getScheme() + ":" + reference);
    }
    if (reference.startsWith("/")) {
      return origin + reference;
    }
    if (hasScheme(reference)) {
      return canonical(reference);
    }
    if (reference.isEmpty() || reference.startsWith("#")) {
      return origin + base.text() + reference;
    }
    String directory = base.path().substring(0, base.path().lastIndexOf('/') + 1);
    return origin + (reference.startsWith("?") ? base.path() : directory) + reference;
  }

  /**
   * Returns the target that a reference leads to, without dot segments.
   *
   * @return null if the reference leads to another origin than that of the answer
   */
  public static @Nullable RequestTarget onSameOrigin(String reference, RoutedTarget requested) {
    String absolute = absolute(reference, requested);
    String origin = requested.route().origin().toString();
    if (absolute == null || !absolute.startsWith(origin)) {
      return null;
    }
    String target = absolute.substring(origin.length()).split("#", 2)[0];
    if (!target.isEmpty() && !target.startsWith("/") && !target.startsWith("?")) {
      return null; // the origin is only the beginning of a longer host name or port
    }
    RequestTarget split = RequestTarget.split(target);
    return new RequestTarget(withoutDotSegments(split.path()), split.query());
  }

  /** Removes the dot segments of a path that begins with a slash (section 5.2.4). */
  static String withoutDotSegments(String path) {
    if (path.isEmpty()) {
      return "/";
    }
    Deque<String> kept = new ArrayDeque<>();
    String last = "";
    for (String segment : path.substring(1).split("/", -1)) {
      last = segment;
      if (segment.equals("..")) {
        kept.pollLast();
      } else if (!segment.equals(".")) {
        kept.add(segment);
      }
    }
    String whole = "/" + String.join("/", kept);
    boolean directory = last.equals(".") || last.equals("..");
    return directory && whole.length() > 1 ? whole + "/" : whole;
  }

  /**
   * Returns an absolute reference with its origin in the form of {@link Route#origin}, null if it
   * leads to nothing that can be requested by HTTP.
   */
  public static @Nullable String canonical(String reference) {
    int end = originEnd(reference);
    if (end < 0) {
      return null;
    }
    try {
      URI origin = URI.create(reference.substring(0, end).toLowerCase(Locale.ROOT));
      return canonicalOrigin(origin) + reference.substring(end);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static int originEnd(String reference) {
    String lower = reference.toLowerCase(Locale.ROOT);
    int start = lower.startsWith("http://") ? 7 : lower.startsWith("https://") ? 8 : -1;
    if (start < 0) {
      return -1;
    }
    for (int i = start; i < reference.length(); i++) {
      if ("/?#".indexOf(reference.charAt(i)) >= 0) {
        return i;
      }
    }
    return reference.length();
  }

  private static String canonicalOrigin(URI origin) {
    int standard = "https".equals(origin.getScheme()) ? 443 : 80;
    if (origin.getPort() == standard && origin.getHost() != null) {
      return origin.getScheme() + "://" + origin.getHost();
    }
    return origin.toString();
  }
}
