namespace Trainer.Core.Data.Parsing;

/// <summary>Parses a row's comma-separated pixel values into bytes, strictly.</summary>
/// <remarks>
/// All implementations give the same verdict and, for a good row, the same bytes. They read nothing outside the text,
/// write nothing outside the pixels, keep no state and may be called from any number of threads at once.
/// </remarks>
internal interface IPixelParser
{
    /// <summary>What the implementation needs of the machine.</summary>
    ParserInstructionSet InstructionSet { get; }

    /// <summary>
    /// Parses digits and single commas: each value 0–255 in one to three digits, exactly as many as asked for.
    /// </summary>
    /// <param name="text">The values as ASCII text, without a comma before or a line end behind.</param>
    /// <param name="pixels">
    /// Receives exactly as many values as it is long. Must not overlap <paramref name="text"/>.
    /// </param>
    /// <returns>False when anything is amiss; what <paramref name="pixels"/> holds is then undefined.</returns>
    bool TryParse(ReadOnlySpan<byte> text, Span<byte> pixels);
}
