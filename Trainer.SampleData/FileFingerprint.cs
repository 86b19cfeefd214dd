using System.Security.Cryptography;

namespace Trainer.SampleData;

/// <summary>What tells whether a file is the one that was written.</summary>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Sha256">The SHA-256 of its bytes, 64 lower-case hexadecimal digits.</param>
public sealed record FileFingerprint(long Length, string Sha256)
{
    /// <summary>Says whether a file is there with these very bytes. Reads it only if its length is right.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">The file is there but cannot be read.</exception>
    public bool Matches(string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists || file.Length != Length)
        {
            return false;
        }

        using FileStream bytes = file.OpenRead();
        return string.Equals(Convert.ToHexStringLower(SHA256.HashData(bytes)), Sha256, StringComparison.Ordinal);
    }
}
