package org.waymark.core.record;

/** A record whose writer used a schema that nobody here knows. */
public class UnknownSchemaException extends MalformedRecordException {

  private final long fingerprint;

  public UnknownSchemaException(String record, long fingerprint, Throwable cause) {
    super(
        "%s record written with the unknown schema %016x; its writer publishes it on waymark.schemas"
            .formatted(record, fingerprint),
        cause);
    this.fingerprint = fingerprint;
  }

  public long fingerprint() {
    return fingerprint;
  }
}
