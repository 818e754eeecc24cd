package io.apibuddy.bootstrap.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows what a running proxy did and saved. */
@Command(
    name = "stats",
    description = "Shows what a running proxy did and saved since its start.",
    mixinStandardHelpOptions = true)
final class StatsCommand implements Callable<Integer> {
  private static final String ROW = "%-16s %9s %9s %8s %9s %10s %12s %9s%n";

  private final Terminal terminal;

  @Mixin private final Remote remote = new Remote();

  @Option(names = "--output", description = "${COMPLETION-CANDIDATES} (${DEFAULT-VALUE})")
  private Output output = Output.text;

  StatsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    JsonNode metrics = remote.ask(terminal, "GET", "/admin/metrics", null);
    if (output == Output.json) {
      terminal.out().println(metrics);
      return ExitCode.OK;
    }
    terminal
        .out()
        .printf(
            ROW, "alias", "requests", "hits", "hit rate", "saved", "saved s", "saved bytes", "429");
    for (Map.Entry<String, JsonNode> domain : metrics.path("domains").properties()) {
      row(domain.getKey(), domain.getValue());
    }
    row("all", metrics);
    metrics
        .path("saved_tokens")
        .forEach(
            tokens ->
                terminal
                    .out()
                    .println(
                        tokens.path("model").asText()
                            + ": "
                            + (tokens.path("input").longValue()
                                + tokens.path("cached_input").longValue())
                            + " input and "
                            + tokens.path("output").longValue()
                            + " output tokens saved"
                            + (tokens.has("money")
                                ? ", "
                                    + tokens.path("money").asText()
                                    + " "
                                    + tokens.path("currency").asText()
                                : "")));
    return ExitCode.OK;
  }

  private void row(String name, JsonNode traffic) {
    terminal
        .out()
        .printf(
            ROW,
            name,
            traffic.path("total_requests").longValue(),
            traffic.path("cache_hits").longValue(),
            String.format(Locale.ROOT, "%.0f %%", 100 * traffic.path("hit_rate").doubleValue()),
            traffic.path("saved_requests").longValue(),
            String.format(Locale.ROOT, "%.1f", traffic.path("saved_seconds").doubleValue()),
            traffic.path("saved_bytes").longValue(),
            traffic.path("throttled").longValue());
  }
}
