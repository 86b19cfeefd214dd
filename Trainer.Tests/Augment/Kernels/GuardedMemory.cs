using System.Runtime.InteropServices;

namespace Trainer.Tests.Augment.Kernels;

/// <summary>
/// Memory that ends exactly where an unreadable page begins, or begins exactly where one ends: reading past it ends
/// the process. Where there is no mprotect it is plain memory.
/// </summary>
internal sealed unsafe partial class GuardedMemory : IDisposable
{
    private const int ProtectNone = 0;
    private const int ProtectReadWrite = 3;
    private const int MapPrivateAnonymous = 0x22;

    private readonly byte* _mapping;
    private readonly nuint _mapped;
    private readonly byte* _start;
    private readonly int _bytes;

    /// <summary>Makes memory of <paramref name="bytes"/> bytes with a guard behind it, or before it.</summary>
    public GuardedMemory(int bytes, bool guardBefore = false)
    {
        _bytes = bytes;
        if (!OperatingSystem.IsLinux())
        {
            _mapping = (byte*)NativeMemory.Alloc((nuint)bytes);
            _start = _mapping;
            return;
        }

        int page = Environment.SystemPageSize;
        int body = (bytes + page - 1) / page * page;
        _mapped = (nuint)(body + (2 * page));
        _mapping = (byte*)MMap(null, _mapped, ProtectReadWrite, MapPrivateAnonymous, -1, 0);
        if ((nint)_mapping == -1)
        {
            throw new InvalidOperationException($"mmap failed with {Marshal.GetLastPInvokeError()}.");
        }

        if (MProtect(_mapping, (nuint)page, ProtectNone) != 0
            || MProtect(_mapping + page + body, (nuint)page, ProtectNone) != 0)
        {
            throw new InvalidOperationException($"mprotect failed with {Marshal.GetLastPInvokeError()}.");
        }

        _start = guardBefore ? _mapping + page : _mapping + page + body - bytes;
    }

    public Span<byte> Bytes => new(_start, _bytes);

    public Span<float> Floats => MemoryMarshal.Cast<byte, float>(Bytes);

    public void Dispose()
    {
        if (_mapped == 0)
        {
            NativeMemory.Free(_mapping);
            return;
        }

        _ = MUnmap(_mapping, _mapped);
    }

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial void* MMap(void* address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect", SetLastError = true)]
    private static partial int MProtect(void* address, nuint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap", SetLastError = true)]
    private static partial int MUnmap(void* address, nuint length);
}
