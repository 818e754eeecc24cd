package io.apibuddy.domain.routing;

import java.util.function.UnaryOperator;

/** Rewrites the targets, between angle brackets, in a list of links (RFC 8288 section 3). */
public final class LinkTargets {

  private LinkTargets() {}

  /**
   * Returns a list of links with each target changed. Takes a single pass, because a list may be
   * long and may end within a target.
   */
  public static String changed(String links, UnaryOperator<String> change) {
    StringBuilder changed = new StringBuilder(links.length());
    int from = 0;
    for (int open = links.indexOf('<'), close;
        open >= 0 && (close = links.indexOf('>', open)) >= 0;
        open = links.indexOf('<', close)) {
      changed.append(links, from, open + 1).append(change.apply(links.substring(open + 1, close)));
      from = close;
    }
    return changed.append(links, from, links.length()).toString();
  }
}
