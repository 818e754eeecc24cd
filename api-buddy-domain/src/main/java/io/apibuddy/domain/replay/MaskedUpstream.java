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
 * Hides secrets in a mapping's upstream wherever a stored request is shown or exported. Text that
 * variables contributed to the path appears as {@code ${NAME}}, even in entries that were stored
 * while the variables had other values. Immutable.
 */
public final class MaskedUpstream {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{[^}]*}");

  /** The end of a segment: none of the characters of segments follows. */
  private static final String END = "(?![A-Za-z0-9._~%-])";

  /** For an upstream that has nothing to hide. */
  private static final MaskedUpstream PLAIN = new MaskedUpstream(null, null, "", "");

  /** Matches a base URL; the groups are the part ahead of the hidden segments, these, the rest. */
  private final @Nullable Pattern form;

  /**
   * Matches the beginning of a reference to the upstream itself, through the hidden segments as
   * they are shown; the group is the part ahead of these.
   */
  private final @Nullable Pattern own;

  /** The path segments from the first to the last that hide something, with placeholders. */
  private final String shown;

  /** The same segments with their present values. */
  private final String real;

  private MaskedUpstream(@Nullable Pattern form, @Nullable Pattern own, String shown, String real) {
    this.form = form;
    this.own = own;
    this.shown = shown;
    this.real = real;
  }

  /**
   * Returns the shown form for a mapping.
   *
   * @param mapping the mapping; null if the alias is not mapped, so that no secret is known
   */
  public static MaskedUpstream of(@Nullable AliasConfiguration mapping) {
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
    return new MaskedUpstream(
        form, own(route.origin(), above, hidden), hidden, known.matches() ? known.group(2) : "");
  }

  /**
   * Returns the pattern of references to an upstream. The authority is optional, unless the path
   * begins with two slashes.
   */
  private static Pattern own(URI origin, String above, String hidden) {
    String scheme = Pattern.quote(origin.getScheme() + ":");
    String authority = Pattern.quote("//" + origin.getRawAuthority());
    String left = above.startsWith("//") ? "" : "?";
    return Pattern.compile(
        "((?i:(?:%s)?%s)%s%s)%s%s"
            .formatted(scheme, authority, left, Pattern.quote(above), Pattern.quote(hidden), END));
  }

  /** Returns a shown base URL with some text in place of each placeholder. */
  public static String filled(String shown) {
    return PLACEHOLDER.matcher(shown).replaceAll("x");
  }

  /** Returns a pattern of segments in which any text may replace a placeholder. */
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

  /** Returns a part of a path in the form that {@link Route} has it, percent-encoded. */
  private static String ascii(String path) {
    return path.chars().allMatch(character -> character < 128)
        ? path
        : URI.create("http://h/" + path).toASCIIString().substring("http://h/".length());
  }

  /** Returns a stored request, or one that is compared with stored ones, as it may be shown. */
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
   * @param upstream the base URL of the target, with whose path the target begins
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

  /** Returns an answer's fields as they may be shown: references in them name the upstream, too. */
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
   * Returns an exported answer with values again in place of placeholders, but only in references
   * to the upstream itself: the author of the answer must not be able to have secrets sent
   * elsewhere.
   */
  public ResponseHead imported(ResponseHead answer) {
    return own == null ? answer : FieldReferences.changed(answer, this::filledIn);
  }

  private String filledIn(String reference) {
    Matcher matcher = own == null ? null : own.matcher(reference);
    return matcher == null || !matcher.lookingAt()
        ? reference
        : matcher.group(1) + real + reference.substring(matcher.end());
  }
}
