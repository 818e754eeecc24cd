package io.apibuddy.bootstrap.cli;

import io.apibuddy.bootstrap.wiring.BuildVersion;
import picocli.CommandLine.IVersionProvider;

/** Supplies the version for {@code --version}. */
final class Version implements IVersionProvider {

  Version() {}

  @Override
  public String[] getVersion() {
    return new String[] {"api-buddy " + BuildVersion.number()};
  }
}
