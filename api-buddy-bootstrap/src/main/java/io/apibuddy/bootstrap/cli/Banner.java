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
 * Greets with all that is needed to go on: a base URL for each API. The access key is shown once,
 * so that it can be cut out of what is passed on.
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

  /** Returns the line that shows the access key the way a request does, empty if none is wanted. */
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

  /** Returns the line that says where the dashboard is, empty if that is switched off. */
  private static String dashboard(RunningProxy proxy) {
    String url = proxy.dashboardUrl();
    return url == null ? "" : "  admin  " + url + '\n';
  }

  /** The one mode of all mappings, or each with the aliases of its mappings. */
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

  /** How long answers live, or that they say so themselves. */
  static String lifetime(CachePolicy policy, Duration ttl) {
    return policy == CachePolicy.TTL ? "ttl " + DurationText.of(ttl) : "RFC 9111";
  }

  /** As short as it can be said. */
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
