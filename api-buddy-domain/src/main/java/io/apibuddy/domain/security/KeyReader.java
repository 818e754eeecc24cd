package io.apibuddy.domain.security;

import io.apibuddy.domain.config.AccessConfiguration;
import io.apibuddy.domain.config.AccessKey;
import io.apibuddy.domain.config.KeyPosition;
import io.apibuddy.domain.routing.PercentEncoding;
import io.apibuddy.domain.routing.Router;
import io.apibuddy.domain.security.KeyReading.Verdict;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.RequestHead;
import org.jspecify.annotations.Nullable;

/**
 * Finds the keys in a request, checks them and removes them, so that nothing behind this class ever
 * sees one. The aliases play no part in the verdict, so whoever has no key learns nothing about
 * them. Immutable.
 */
public final class KeyReader {
  private static final int ACCESS = 1;
  private static final int ADMIN = 2;
  private static final String BEARER = "Bearer ";

  private final @Nullable AccessKey access;
  private final @Nullable AccessKey admin;
  private final @Nullable KeySearch accessSearch;
  private final @Nullable KeySearch adminSearch; // null too if it is the access key
  private final boolean inPath;
  private final boolean inQuery;
  private final boolean inHeader;
  private final String paramName;
  private final String headerName;

  /** Creates a reader. */
  public KeyReader(AccessConfiguration configuration) {
    this.access = configuration.key();
    this.admin = configuration.adminKey();
    this.accessSearch = access == null ? null : new KeySearch(access);
    this.adminSearch = admin == null || admin.equals(access) ? null : new KeySearch(admin);
    this.inPath = configuration.positions().contains(KeyPosition.PATH_PREFIX);
    this.inQuery = configuration.positions().contains(KeyPosition.QUERY_PARAM);
    this.inHeader = configuration.positions().contains(KeyPosition.HEADER);
    this.paramName = configuration.paramName();
    this.headerName = configuration.headerName();
  }

  /** Returns whether neither mappings nor admin resources require a key. */
  public boolean requiresNone() {
    return access == null && admin == null;
  }

  /** Returns whether requests to mappings must show a key and may carry it in their path. */
  public boolean acceptsInPath() {
    return inPath && access != null;
  }

  /**
   * Returns whether a target's first segment is a key, even if keys do not belong there, or has the
   * form of a generated key and begins no alias. A client may go on showing a key that is not
   * required now, but may be again after the next start.
   */
  public boolean mayBeginWithKey(String target, Router router) {
    String first = RawTarget.firstSegment(RawTarget.of(target).path());
    return (AccessKey.looksGenerated(first) && !router.hasAliasIn(first)) || proves(first) != 0;
  }

  /** Reads a request and checks its keys, in a number of steps that does not depend on the keys. */
  public KeyReading read(RequestHead head) {
    Evidence evidence = new Evidence();
    RawTarget target = RawTarget.of(head.target());
    String first = RawTarget.firstSegment(target.path());
    int byPath = inPath ? proves(first) : 0;
    String path = target.path();
    if (byPath != 0) {
      path = path.substring(1 + first.length());
      evidence.add(byPath);
      if (RawTarget.firstSegment(path).equals(first)) {
        evidence.repeated();
      }
    }
    String query = target.query() == null ? null : withoutKey(target.query(), evidence);
    boolean forAdmin = AdminPath.covers(path);
    judge(head.headers(), forAdmin, evidence);
    Headers headers = withoutKey(head.headers(), forAdmin, evidence);
    boolean guessInPath = inPath && byPath == 0 && isGuess(first, head.headers());
    Verdict verdict = verdict(evidence, forAdmin, path, guessInPath);
    boolean guessForAdmin = guessInPath && AdminPath.covers(path.substring(1 + first.length()));
    if (byPath != 0 && path.isEmpty()) {
      path = "/";
    }
    String clean = new RawTarget(target.before(), path, query).text();
    return new KeyReading(
        verdict,
        new RequestHead(head.method(), clean, head.version(), headers),
        byPath == 0 ? "" : '/' + first,
        forAdmin,
        forAdmin || guessForAdmin,
        verdict == Verdict.RIGHT && !forAdmin && holdsKey(clean, evidence));
  }

  /**
   * Returns whether a first segment that is no key counts as an attempt to guess one. Files that
   * browsers request by themselves, such as /favicon.ico, do not.
   */
  private static boolean isGuess(String first, Headers headers) {
    boolean byBrowser = headers.contains("Sec-Fetch-Site");
    return byBrowser ? AccessKey.isWellFormed(first) : !first.isEmpty();
  }

  private Verdict verdict(Evidence evidence, boolean forAdmin, String path, boolean guessInPath) {
    boolean wanted = (forAdmin ? admin : access) != null;
    if (!wanted || path.equals(AdminPath.HEALTH) || AdminPath.isPage(path)) {
      return Verdict.NOT_REQUIRED;
    }
    if (!evidence.isShown()) {
      return guessInPath ? Verdict.WRONG : Verdict.MISSING;
    }
    return evidence.proves(forAdmin ? ADMIN : ACCESS) ? Verdict.RIGHT : Verdict.WRONG;
  }

  /** Returns which keys a text equals, one bit for each. */
  private int proves(String shown) {
    byte[] digest = AccessKey.digest(shown);
    return (access != null && access.matches(digest) ? ACCESS : 0)
        | (admin != null && admin.matches(digest) ? ADMIN : 0);
  }

  private @Nullable String withoutKey(String query, Evidence evidence) {
    if (query.indexOf('%') < 0 && !query.contains(paramName)) {
      return query;
    }
    StringBuilder kept = new StringBuilder(query.length() + 1);
    boolean seen = false;
    for (String pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      boolean own = PercentEncoding.decoded(name).equals(paramName);
      int proves = own ? proves(equals < 0 ? "" : pair.substring(equals + 1)) : 0;
      if (own && inQuery) {
        evidence.add(proves);
        if (seen) {
          evidence.repeated();
        }
        seen = true;
      } else if (proves == 0) { // the parameter may be the upstream's, the key never is
        kept.append('&').append(pair);
      }
    }
    return kept.isEmpty() ? null : kept.substring(1);
  }

  /** Adds the keys in fields. Admin resources also take a bearer token (RFC 6750 section 2.1). */
  private void judge(Headers headers, boolean forAdmin, Evidence evidence) {
    boolean seen = false;
    for (int i = 0; i < headers.size(); i++) {
      String name = headers.name(i);
      if (forAdmin && name.equalsIgnoreCase("Authorization")) {
        evidence.add(proves(bearer(headers.value(i))));
      } else if (inHeader && name.equalsIgnoreCase(headerName)) {
        evidence.add(proves(headers.value(i)));
        if (seen) {
          evidence.repeated();
        }
        seen = true;
      }
    }
  }

  /**
   * Removes the key's own field, the bearer token (admin resources have no upstream), and every
   * other field that holds a key, as {@code Referer} may.
   */
  private Headers withoutKey(Headers headers, boolean forAdmin, Evidence evidence) {
    Headers.Builder kept = Headers.builder();
    for (int i = 0; i < headers.size(); i++) {
      String name = headers.name(i);
      boolean own =
          name.equalsIgnoreCase(headerName) || (forAdmin && name.equalsIgnoreCase("Authorization"));
      if (!own && !holdsKey(headers.value(i), evidence)) {
        kept.add(name, headers.value(i));
      }
    }
    return kept.build();
  }

  private static String bearer(String authorization) {
    return authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
        ? authorization.substring(BEARER.length()).trim()
        : "";
  }

  private boolean holdsKey(String value, Evidence evidence) {
    return holds(value, accessSearch, evidence.proves(ACCESS))
        || holds(value, adminSearch, evidence.proves(ADMIN));
  }

  /** The faster search leaks nothing to a client that has shown the key. */
  private static boolean holds(String value, @Nullable KeySearch key, boolean shown) {
    return key != null && (shown ? key.isPlainlyIn(value) : key.isIn(value));
  }
}
