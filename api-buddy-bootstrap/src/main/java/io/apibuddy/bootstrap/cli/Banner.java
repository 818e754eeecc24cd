package io.apibuddy.bootstrap.cli;

import io.apibuddy.bootstrap.config.DurationText;
import io.apibuddy.bootstrap.wiring.BuildVersion;
import io.apibuddy.bootstrap.wiring.RunningProxy;
import io.apibuddy.domain.config.AccessConfiguration;
import io.apibuddy.domain.config.AccessKey;
import io.apibuddy.domain.config.AliasConfiguration;
import io.apibuddy.domain.config.CacheMode;
import io.apibuddy.domain.config.CachePolicy;
import io.apibuddy.domain.config.KeyPosition;
import io.apibuddy.domain.config.ProxyConfiguration;
import io.apibuddy.ports.store.RateLimit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Help.Ansi;

/**
 * Prints what a user needs after the start: a base URL for each API, the key, the store and the
 * dashboard. The access key appears only once, so that it is easy to cut out before the banner is
 * passed on.
 */
final class Banner {
  private static final String KEY = "{key}";

  private final Terminal terminal;

  Banner(Terminal terminal) {
    this.terminal = terminal;
  }

  void print(RunningProxy proxy) {
    Ansi ansi = terminal.colours() ? Ansi.ON : Ansi.OFF;
    Collection<AliasConfiguration> aliases =
        proxy.configuration().current().proxy().aliases().values();
    int width = aliases.stream().mapToInt(mapping -> mapping.alias().length()).max().orElse(0);
    StringBuilder text = new StringBuilder();
    text.append(ansi.string("@|bold API Buddy|@ " + BuildVersion.number())).append("\n\n");
    for (AliasConfiguration mapping : aliases) {
      text.append("  ")
          .append(mapping.alias())
          .append(" ".repeat(width - mapping.alias().length()))
          .append("  ")
          .append(ansi.string("@|bold " + proxy.baseUrl(mapping.alias(), KEY) + "|@"))
          .append("  ->  ")
          .append(mapping.shown())
          .append("   ")
          .append(lifetime(mapping.cache().policy(), mapping.cache().ttl()))
          .append("   ")
          .append(limits(mapping.throttle().limits()))
          .append('\n');
    }
    text.append("\n  mode   ").append(modes(aliases)).append('\n');
    text.append(key(proxy)).append("  store  ");
    text.append(proxy.storage()).append('\n').append(dashboard(proxy)).append("  stop   Ctrl-C\n");
    terminal.out().print(text);
    terminal.out().flush();
  }

  /** Returns the line that shows the access key as requests carry it, empty if none is required. */
  static String key(RunningProxy proxy) {
    ProxyConfiguration configuration = proxy.configuration().current().proxy();
    AccessConfiguration access = configuration.access();
    AccessKey key = access.key();
    if (key == null) {
      return "";
    }
    String shown = access.headerName() + ": " + key.text();
    if (access.positions().contains(KeyPosition.PATH_PREFIX)) {
      shown = proxy.baseUrl(configuration.aliases().keySet().iterator().next());
    } else if (access.positions().contains(KeyPosition.QUERY_PARAM)) {
      shown = "?" + access.paramName() + "=" + key.text();
    }
    return "  key    " + shown + '\n';
  }

  /** Returns the line with the dashboard's URL, empty if the admin resources are disabled. */
  private static String dashboard(RunningProxy proxy) {
    String url = proxy.dashboardUrl();
    return url == null ? "" : "  admin  " + url + '\n';
  }

  /** Returns the mode that all mappings have, or each mode with its aliases. */
  private static String modes(Collection<AliasConfiguration> mappings) {
    Map<CacheMode, List<String>> aliases = new EnumMap<>(CacheMode.class);
    for (AliasConfiguration mapping : mappings) {
      aliases
          .computeIfAbsent(mapping.cache().mode(), mode -> new ArrayList<>())
          .add(mapping.alias());
    }
    return aliases.entrySet().stream()
        .map(
            mode ->
                mode.getKey().name().toLowerCase(Locale.ROOT)
                    + (aliases.size() == 1 ? "" : " for " + String.join(", ", mode.getValue())))
        .collect(Collectors.joining("; "));
  }

  /** Returns the lifetime of responses, or {@code RFC 9111} where responses determine it. */
  static String lifetime(CachePolicy policy, Duration ttl) {
    return policy == CachePolicy.TTL ? "ttl " + DurationText.of(ttl) : "RFC 9111";
  }

  /** Returns the limits in a short form such as {@code limit 1000/h}. */
  static String limits(List<RateLimit> limits) {
    return limits.isEmpty()
        ? "no limit"
        : limits.stream()
            .map(limit -> limit.requests() + "/" + unit(limit.window()))
            .collect(Collectors.joining(", ", "limit ", ""));
  }

  private static String unit(Duration window) {
    String written = DurationText.of(window);
    return written.startsWith("1") && written.length() == 2 ? written.substring(1) : written;
  }
}
