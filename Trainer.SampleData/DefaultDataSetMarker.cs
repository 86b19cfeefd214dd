namespace Trainer.SampleData;

/// <summary>What is noted beside the default data set once both files are whole.</summary>
/// <param name="GeneratorVersion">The version of the drawing code that made them.</param>
/// <param name="Training">The training file.</param>
/// <param name="Testing">The testing file.</param>
internal sealed record DefaultDataSetMarker(int GeneratorVersion, FileFingerprint Training, FileFingerprint Testing);
