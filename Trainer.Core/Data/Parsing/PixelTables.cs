using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Trainer.Core.Data.Parsing;

/// <summary>
/// The tables of the kernels. Their index is a character's low four bits, which are the value of a digit and 12 for the
/// comma; other characters are found by <see cref="Characters"/> and need no sense elsewhere.
/// </summary>
internal static class PixelTables
{
    /// <summary>The bit that is set in digits and clear in the comma.</summary>
    public const byte DigitBit = 0x10;

    /// <summary>The digit or comma with these low bits; where there is neither, a byte with other low bits.</summary>
    public static Vector128<byte> Characters
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector128.Create(
        (byte)'0', (byte)'1', (byte)'2', (byte)'3', (byte)'4', (byte)'5', (byte)'6', (byte)'7', (byte)'8', (byte)'9',
        0xFF, 0xFF, (byte)',', 0xFF, 0xFF, 0);
    }

    /// <summary>
    /// Where the hundreds' digit points in <see cref="UpperDigits"/>. Any but 1 and 2 counts as nothing, so that the
    /// value comes out with too few digits.
    /// </summary>
    public static Vector128<byte> HundredsIndex
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector128.Create(0, 16, 32, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte)0);
    }

    /// <summary>
    /// What the hundreds (the index's upper bits) and the tens add to the character of the ones, modulo 256: less '0',
    /// by which that is too large. A comma in the place of the tens hides the hundreds.
    /// </summary>
    public static Vector512<byte> UpperDigits
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector512.Create(
        208, 218, 228, 238, 248, 2, 12, 22, 32, 42, 0, 0, 208, 0, 0, 0,
        52, 62, 72, 82, 92, 102, 112, 122, 132, 142, 0, 0, 208, 0, 0, 0,
        152, 162, 172, 182, 192, 202, 212, 222, 232, 242, 0, 0, 208, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte)0);
    }

    /// <summary>The negative of what the tens' character adds to the ones' character, modulo 256.</summary>
    public static Vector128<byte> MinusTens
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector128.Create(
        48, 38, 28, 18, 8, 254, 244, 234, 224, 214, 0, 0, 48, 0, 0, (byte)0);
    }

    /// <summary>
    /// The negative of what the hundreds' digit adds, modulo 256; as in <see cref="HundredsIndex"/>, 1 and 2 only.
    /// </summary>
    public static Vector128<byte> MinusHundreds
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector128.Create(0, 156, 56, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte)0);
    }
}
