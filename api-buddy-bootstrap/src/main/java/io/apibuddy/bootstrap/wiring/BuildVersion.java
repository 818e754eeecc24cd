package io.apibuddy.bootstrap.wiring;

/** Reads the version from the jar's manifest. */
public final class BuildVersion {

  private BuildVersion() {}

  /** Returns the number, or a word for a build without a manifest. */
  public static String number() {
    String version = BuildVersion.class.getPackage().getImplementationVersion();
    return version == null ? "(development)" : version;
  }
}
