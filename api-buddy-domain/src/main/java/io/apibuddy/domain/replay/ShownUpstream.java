package io.apibuddy.domain.replay;

import io.apibuddy.domain.config.AliasConfiguration;
import io.apibuddy.domain.routing.Route;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.store.StoredRequest;
import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A mapping's upstream as it may be shown, in what is told or given away of a stored request: what
 * came from variables into the path stands as {@code ${NAME}}, also in what was stored when they
 * had other values. Immutable.
 */
public final class ShownUpstream {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{[^}]*}");

  /** Where segments end: what follows is none of their characters. */
  private static final String END = "(?![A-Za-z0-9._~%-])";

  /** Of an upstream that holds nothing to hide. */
  private static final ShownUpstream PLAIN = new ShownUpstream(null, null, "", "");

  /** The base URL; its groups are what is ahead of the hidden segments, those, and what follows. */
  private final @Nullable Pattern form;

  /**
   * The beginning of a reference that leads to the upstream itself, up to what is hidden; its group
   * is what is ahead of the hidden segments.
   */
  private final @Nullable Pattern own;

  /** The segments from the first to the last that hide something, as they may be shown. */
  private final String shown;

  /** The same as they are. */
  private final String real;

  private ShownUpstream(@Nullable Pattern form, @Nullable Pattern own, String shown, String real) {
    this.form = form;
    this.own = own;
    this.shown = shown;
    this.real = real;
  }

  /**
   * Returns that of a mapping.
   *
   * @param mapping null if the alias is not mapped: nothing is known to be a secret
   */
  public static ShownUpstream of(@Nullable AliasConfiguration mapping) {
    if (mapping == null || !mapping.shown().contains("${")) {
      return PLAIN;
    }
    Route route = new Route(mapping);
    String path = mapping.shown().substring(PortableRequest.basePath(mapping.shown()));
    String base = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    int begin = base.lastIndexOf('/', base.indexOf("${")) + 1;
    int slash = base.indexOf('/', base.lastIndexOf('}'));
    int end = slash < 0 ? base.length() : slash;
    String hidden = base.substring(begin, end);
    String above = ascii(base.substring(0, begin));
    String ahead = route.origin() + above;
    Pattern form =
        Pattern.compile(
            "("
                + Pattern.quote(ahead)
                + ")("
                + wildcards(hidden)
                + ")("
                + Pattern.quote(ascii(base.substring(end)))
                + ")");
    Matcher known = form.matcher(route.upstream());
    return new ShownUpstream(
        form, own(route.origin(), above, hidden), hidden, known.matches() ? known.group(2) : "");
  }

  /** Returns the pattern of references to an upstream; a path with two slashes ahead is no path. */
  private static Pattern own(URI origin, String above, String hidden) {
    String scheme = Pattern.quote(origin.getScheme() + ":");
    String authority = Pattern.quote("//" + origin.getRawAuthority());
    String left = above.startsWith("//") ? "" : "?";
    return Pattern.compile(
        "((?i:(?:%s)?%s)%s%s)%s%s"
            .formatted(scheme, authority, left, Pattern.quote(above), Pattern.quote(hidden), END));
  }

  /** Returns a base URL that may be shown with some text in place of each placeholder. */
  public static String filled(String shown) {
    return PLACEHOLDER.matcher(shown).replaceAll("x");
  }

  /** Returns a pattern of segments in which anything may stand for a placeholder. */
  private static String wildcards(String segments) {
    StringBuilder pattern = new StringBuilder();
    Matcher placeholder = PLACEHOLDER.matcher(segments);
    int from = 0;
    while (placeholder.find()) {
      pattern.append(Pattern.quote(ascii(segments.substring(from, placeholder.start()))));
      pattern.append(".*");
      from = placeholder.end();
    }
    return pattern.append(Pattern.quote(ascii(segments.substring(from)))).toString();
  }

  /** Returns a part of a path as {@link Route} has it. */
  private static String ascii(String path) {
    return path.chars().allMatch(character -> character < 128)
        ? path
        : URI.create("http://h/" + path).toASCIIString().substring("http://h/".length());
  }

  /** Returns a stored request, or one to come, as it may be shown. */
  public StoredRequest request(StoredRequest request) {
    String base = base(request.upstream());
    return base.equals(request.upstream())
        ? request
        : new StoredRequest(
            request.domain(),
            base,
            request.method(),
            target(request.upstream(), request.target()),
            request.headers(),
            request.body(),
            request.bodyDigest());
  }

  /**
   * Returns a target as it may be shown.
   *
   * @param upstream the base URL that it belongs to, whose path it begins with
   */
  public String target(String upstream, String target) {
    String base = base(upstream);
    String path = upstream.substring(PortableRequest.basePath(upstream));
    return base.substring(PortableRequest.basePath(base)) + target.substring(path.length());
  }

  private String base(String upstream) {
    Matcher matcher = form == null ? null : form.matcher(upstream);
    return matcher == null || !matcher.matches()
        ? upstream
        : matcher.group(1) + shown + matcher.group(3);
  }

  /** Returns an answer's fields as they may be shown: their references name the upstream, too. */
  public Headers fields(Headers answer, StoredRequest request) {
    Matcher matcher = form == null ? null : form.matcher(request.upstream());
    if (matcher == null || !matcher.matches() || matcher.group(2).isEmpty()) {
      return answer;
    }
    Pattern segments = Pattern.compile("(?<=/)" + Pattern.quote(matcher.group(2)) + END);
    Headers.Builder fields = Headers.builder();
    answer.forEach(
        (name, value) ->
            fields.add(
                name,
                PortableFields.holdsReferences(name)
                    ? segments.matcher(value).replaceAll(Matcher.quoteReplacement(shown))
                    : value));
    return fields.build();
  }

  /**
   * Returns an answer that was taken out of a store with what stood in place of placeholders, where
   * a reference leads to the upstream itself: whoever wrote the answer must not have what is hidden
   * sent to where he likes.
   */
  public ResponseHead imported(ResponseHead answer) {
    if (own == null) {
      return answer;
    }
    Headers.Builder fields = Headers.builder();
    answer
        .headers()
        .forEach(
            (name, value) ->
                fields.add(
                    name,
                    PortableFields.holdsReferences(name)
                        ? FieldReferences.changed(name, value, this::filledIn)
                        : value));
    return answer.withHeaders(fields.build());
  }

  private String filledIn(String reference) {
    Matcher matcher = own == null ? null : own.matcher(reference);
    return matcher == null || !matcher.lookingAt()
        ? reference
        : matcher.group(1) + real + reference.substring(matcher.end());
  }
}
