package io.apibuddy.bootstrap.cli;

import io.apibuddy.ports.store.EntrySelector;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The command {@code clear}: removes responses from a running proxy or a store at rest. */
@Command(
    name = "clear",
    description = {
      "Remove the stored responses of one API or of all.",
      "From a running proxy, or from a store at rest named by --store, --backend or --config."
    })
final class ClearCommand implements Callable<Integer> {
  private final Terminal terminal;
  private final ClassLoader providers;

  @Mixin private final StoreOptions stored = new StoreOptions();

  @Mixin private final InstanceOptions instance = new InstanceOptions();

  @Parameters(
      paramLabel = "ALIAS",
      arity = "0..1",
      description = "API whose responses to remove (default: all).")
  private @Nullable String alias;

  ClearCommand(Terminal terminal, ClassLoader providers) {
    this.terminal = terminal;
    this.providers = providers;
  }

  @Override
  public Integer call() throws InterruptedException {
    long removed = stored.givenInPlaceOf(instance) ? clearOffline() : clearRunning();
    instance.output.print(
        terminal, Map.of("removed", removed), Quantity.of(removed, "response") + " removed\n");
    return ExitCode.OK;
  }

  private long clearOffline() {
    EntrySelector what = EntrySelector.ofDomain(alias);
    return new StoreAccess(terminal, providers)
        .onStore(stored, alias, storage -> storage.responses().removeDurably(what));
  }

  private long clearRunning() throws InterruptedException {
    String path =
        alias == null
            ? "/admin/cache"
            : "/admin/cache/"
                + URLEncoder.encode(alias, StandardCharsets.UTF_8).replace("+", "%20");
    return instance.connect(terminal).call("DELETE", path, "", "removed").path("removed").asLong();
  }
}
