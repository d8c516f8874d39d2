import Glibc

/// Writing to a file descriptor.
package enum Descriptor {
    /// Writes all of `bytes`, in as many calls of `write` as it takes. Returns why that failed, or nil.
    package static func write(
        _ bytes: UnsafeRawBufferPointer, to descriptor: Int32,
        by write: (Int32, UnsafeRawPointer?, Int) -> Int = { Glibc.write($0, $1, $2) }
    ) -> String? {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return String(cString: strerror(errno)) }
            rest = rest.dropFirst(count)
        }
        return nil
    }
}
