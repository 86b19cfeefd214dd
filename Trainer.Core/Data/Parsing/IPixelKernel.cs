namespace Trainer.Core.Data.Parsing;

/// <summary>The inner loop of a vector parser: turns blocks of text into the values that end in them.</summary>
/// <remarks>
/// A value ends at the comma behind it, so a block yields the values whose commas it holds. The three characters
/// before the block count too: they are the digits of a value whose comma comes first. A kernel keeps what it finds
/// wrong from one call to the next, for the length of a row.
/// </remarks>
/// <typeparam name="TSelf">The kernel itself.</typeparam>
internal unsafe interface IPixelKernel<TSelf>
    where TSelf : struct, IPixelKernel<TSelf>
{
    /// <summary>The number of characters in a block.</summary>
    static abstract int Characters { get; }

    /// <summary>The number of bytes written for a block: its values, at most so many, and then anything.</summary>
    static abstract int Room { get; }

    /// <summary>Whether a block held a character other than a digit or a comma, or two commas in a row.</summary>
    bool FoundFault { get; }

    /// <summary>A kernel for a new row.</summary>
    static abstract TSelf Begin();

    /// <summary>Counts the digits that values take when they are written without leading zeros.</summary>
    /// <param name="pixels">The values.</param>
    static abstract long CountDigits(ReadOnlySpan<byte> pixels);

    /// <summary>Parses block after block while there is a whole one and room for its values.</summary>
    /// <param name="text">
    /// The first block, and behind the last one that was parsed on return. The 16 bytes before are read too.
    /// </param>
    /// <param name="lastText">Where the last block can begin: all its characters are readable.</param>
    /// <param name="pixels">Where the values go, and behind the last value on return.</param>
    /// <param name="lastPixels">
    /// Where the values of the last block can go: <see cref="Room"/> bytes are writable.
    /// </param>
    /// <remarks>
    /// A value of three digits that does not begin with 1 or 2, and one above 255, may come out as any value of fewer
    /// digits; of longer ones only the end is seen. See <see cref="VectorPixelParser{TKernel}"/>.
    /// </remarks>
    void Run(ref byte* text, byte* lastText, ref byte* pixels, byte* lastPixels);
}
