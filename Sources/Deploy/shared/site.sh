# shellcheck shell=bash disable=SC2034,SC2154 # build.sh and what it sources share variables
# The pages: the files of Sources/Site in the stack's bucket, behind CloudFront.

site=Sources/Site

upload_site() { # uploads what changed, pages last: an upload that fails leaves the pages before whole
    local bucket=${output_of[SiteBucketName]:-} listed key sum count=0 paths=()
    local -A stored=()
    [[ -n $bucket ]] || return 0
    ask listed "reading the pages in $bucket" s3api list-objects-v2 --bucket "$bucket" --query 'Contents[].[Key,ETag]' --output text
    while IFS=$'\t' read -r key sum; do stored[$key]=${sum//\"/}; done <<<"$listed"
    while IFS= read -r key; do
        sum=$(md5sum <"$site/$key") # the ETag of an object that came in one piece
        [[ ${stored[$key]:-} != "${sum%% *}" ]] || continue
        progress "Uploading $key to $bucket"
        upload_page "$bucket" "$key"
        count=$((count + 1))
        cached_paths paths "$key"
    done < <(site_files)
    progress ""
    ((count)) || { say "The pages are up to date." && return; }
    forget_cached "${paths[@]}"
    say "$(paint green "$count files of the pages were uploaded.") New pages are served within a minute."
}

site_files() { # prints the files: first what pages load, then the pages
    (cd "$site" && find . -type f ! -name '*.md' ! -name '*.html' && find . -type f -name '*.html') | cut -c 3-
}

upload_page() { # BUCKET KEY
    local type reply status=()
    case $2 in
        *.html) type="text/html; charset=utf-8" ;;
        *.css) type="text/css; charset=utf-8" ;;
        *.js) type="text/javascript; charset=utf-8" ;;
        *.json) type="application/json" ;;
        *.svg) type="image/svg+xml" ;;
        *.txt) type="text/plain; charset=utf-8" ;;
        *) die 1 "$site/$2: upload_page does not know the type of such a file" ;;
    esac
    [[ $2 != 404.html ]] || status=(--metadata status=404) # CloudFront's function makes it the response's status
    # Browsers ask again each time, CloudFront keeps the file until a deploy says that it changed.
    ask reply "uploading $2 to $1" s3api put-object --bucket "$1" --key "$2" --body "$site/$2" --content-type "$type" \
        --cache-control "public, max-age=0, s-maxage=31536000, must-revalidate" "${status[@]}"
}

cached_paths() { # INTO KEY: adds the addresses at which CloudFront may have the file
    local -n _paths=$1
    _paths+=("/$2")
    case $2 in
        index.html) _paths+=(/) ;;
        school.html) _paths+=("/schools/*") ;;
        *.html) _paths+=("/${2%.html}") ;;
    esac
}

forget_cached() { # PATH…
    local reply
    ask reply "taking the earlier pages from CloudFront's cache (run this again)" cloudfront create-invalidation \
        --distribution-id "${output_of[SiteDistributionId]}" --paths "$@"
}
