namespace Trainer.Core.Data.Csv;

/// <summary>Reads the next bytes of a file's text, from its beginning to its end.</summary>
/// <param name="buffer">Receives them.</param>
/// <returns>How many there were; 0 at the end.</returns>
internal delegate int ReadText(Span<byte> buffer);
