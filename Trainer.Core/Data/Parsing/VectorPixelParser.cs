using System.Runtime.CompilerServices;

namespace Trainer.Core.Data.Parsing;

/// <summary>
/// Parses block by block with vectors, and leaves the verdict on anything unusual to the scalar parser.
/// </summary>
/// <remarks>
/// <para>
/// The kernels find characters that are neither digits nor commas, and empty values. What else can be wrong with a
/// value (more than three digits, more than 255) shows in a sum: whatever stands there, the byte that comes out needs
/// no more digits than the text spent on it, and as many only when the byte is the value, written without leading
/// zeros. So when the bytes of a row together need as many digits as the row has, each of them is right.
/// </para>
/// <para>
/// Values with leading zeros are good but fail the sum; such a row is parsed again by the scalar parser, as is every
/// row that is not good. Rows of fewer than <see cref="FewestValues"/> values go there at once.
/// </para>
/// </remarks>
/// <typeparam name="TKernel">The inner step.</typeparam>
internal sealed unsafe class VectorPixelParser<TKernel>(ParserInstructionSet instructionSet) : IPixelParser
    where TKernel : struct, IPixelKernel<TKernel>
{
    /// <summary>The length of rows from which vectors are used.</summary>
    public const int FewestValues = 64;

    // The characters before a block that its kernel may read.
    private const int Before = 16;

    // A value and its comma.
    private const int LongestValue = 4;

    /// <inheritdoc/>
    public ParserInstructionSet InstructionSet => instructionSet;

    /// <inheritdoc/>
    public bool TryParse(ReadOnlySpan<byte> text, Span<byte> pixels) =>
        TryParsePlain(text, pixels) || ScalarPixelParser.TryParse(text, pixels);

    /// <summary>Parses a row of at least <see cref="FewestValues"/> values without leading zeros.</summary>
    /// <returns>True when the row is such a row; false when another parser has to decide.</returns>
    // Optimised at once: a first epoch in unoptimised code would be ten times as slow.
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static bool TryParsePlain(ReadOnlySpan<byte> text, Span<byte> pixels)
    {
        int commas = pixels.Length - 1;
        if (pixels.Length < FewestValues || text.Length < pixels.Length + commas)
        {
            return false;
        }

        var kernel = TKernel.Begin();
        fixed (byte* textStart = text, pixelStart = pixels)
        {
            byte* textEnd = textStart + text.Length;
            byte* pixel = pixelStart;
            byte* pixelEnd = pixelStart + pixels.Length;
            byte* lastPixel = pixelEnd - TKernel.Room;

            // The first block in a copy, behind commas that stand for the label's. (Text of two characters per value is
            // longer than a block.)
            byte* head = stackalloc byte[Before + TKernel.Characters];
            new Span<byte>(head, Before).Fill((byte)',');
            text[..TKernel.Characters].CopyTo(new Span<byte>(head + Before, TKernel.Characters));
            byte* next = head + Before;
            kernel.Run(ref next, next, ref pixel, lastPixel);

            next = textStart + TKernel.Characters;
            kernel.Run(ref next, textEnd - TKernel.Characters, ref pixel, lastPixel);

            // The rest in a copy that goes on with a comma, to end the last value, and with digits, which end none. Its
            // values go to a buffer first, as a block's room may be more than is left.
            int mostRest = Math.Max(TKernel.Characters, TKernel.Room * LongestValue);
            int rest = (int)(textEnd - next);
            if (rest > mostRest)
            {
                return false;
            }

            byte* tail = stackalloc byte[Before + mostRest + TKernel.Characters];
            new Span<byte>(tail, Before + mostRest + TKernel.Characters).Fill((byte)'0');
            new ReadOnlySpan<byte>(next - Before, Before + rest).CopyTo(new Span<byte>(tail, Before + rest));
            tail[Before + rest] = (byte)',';
            int mostLast = mostRest + TKernel.Characters;
            byte* last = stackalloc byte[mostLast + TKernel.Room];
            byte* lastEnd = last;
            next = tail + Before;
            kernel.Run(ref next, next + rest, ref lastEnd, last + mostLast);

            int lastCount = (int)(lastEnd - last);
            if (kernel.FoundFault || pixel + lastCount != pixelEnd)
            {
                return false;
            }

            new ReadOnlySpan<byte>(last, lastCount).CopyTo(new Span<byte>(pixel, lastCount));
        }

        return TKernel.CountDigits(pixels) == text.Length - commas;
    }
}
